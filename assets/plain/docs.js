// Opens the description of the API that the server itself hands out.
window.SwaggerUIBundle({
  url: document.currentScript.dataset.openapi,
  dom_id: "#swagger-ui",
  validatorUrl: null,
});
