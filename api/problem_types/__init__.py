"""What each problem of the API means and what to do about it: the text behind the `type` of RFC 9457."""
