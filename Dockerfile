FROM node:22-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM python:3.12-slim-trixie
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/opt/venv/bin:$PATH
WORKDIR /srv/groundswell
COPY requirements/ requirements/
# PostgreSQL's client programs are for manage.py backup and restore.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && python -m venv /opt/venv \
    && pip install --no-cache-dir --require-hashes -r requirements/uv.txt \
    && uv pip install --no-cache --require-hashes --compile-bytecode --python /opt/venv/bin/python -r requirements/base.txt
COPY . .
COPY --from=assets /build/frontend/static/build frontend/static/build
RUN python -m config.launch.collect \
    && useradd --uid 10001 --no-create-home groundswell \
    && install -d -o groundswell /data
USER groundswell
VOLUME /data
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--workers", "2", "--blocking-threads", "8", "--no-ws", "config.wsgi:application"]
