// @ts-check
/** Starts the interactive documentation; requests it makes carry the reader's session and its CSRF token. */
const place = /** @type {HTMLElement} */ (document.querySelector("#documentation"));

// @ts-expect-error -- a global of the bundle
window.SwaggerUIBundle({
  url: place.dataset.schema,
  dom_id: "#documentation",
  deepLinking: true,
  docExpansion: "list",
  filter: true,
  validatorUrl: null,
  requestInterceptor: (/** @type {{ headers: Record<string, string> }} */ request) => {
    request.headers["X-CSRFToken"] = place.dataset.csrf ?? "";
    return request;
  },
});
