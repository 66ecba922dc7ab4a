"""Exits with 0 when the web process on this port answers; the container's health check asks it."""

import http.client
import os
import sys
from urllib.parse import urlsplit

if __name__ == "__main__":
    connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=4)
    connection.request("GET", "/livez", headers={"Host": urlsplit(os.environ["PUBLIC_URL"]).hostname or ""})
    sys.exit(connection.getresponse().status != 200)
