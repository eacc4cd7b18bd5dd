package dev.sojourn.http.tracking;

import dev.sojourn.http.request.ApiRequest;
import java.nio.charset.StandardCharsets;

/**
 * HTML page for readers who come from an email: no scripts, nothing external, nothing cached.
 *
 * @param title plain text
 * @param body HTML
 */
record HtmlPage(String title, String body) {

  private static final String TYPE = "text/html; charset=utf-8";

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <title>%1$s</title>
      <style>
      body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem; }
      button { font: inherit; padding: .5rem 1.25rem; cursor: pointer; }
      </style>
      </head>
      <body>
      <main>
      <h1>%1$s</h1>
      %2$s
      </main>
      </body>
      </html>
      """;

  /** The page for a link whose token is invalid. */
  static final HtmlPage NO_LINK =
      new HtmlPage(
          "This link does not work",
          "<p>It may be cut off. Please open it in the email once more.</p>");

  void answer(ApiRequest request, int status) {
    request.answerHeader("Cache-Control", "no-store");
    // The URL works like a key, and must not reach the next site as a referrer.
    request.answerHeader("Referrer-Policy", "no-referrer");
    request.answerHeader("X-Content-Type-Options", "nosniff");
    request.answerHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'");
    request.answer(
        status, TYPE, PAGE.formatted(escaped(title), body).getBytes(StandardCharsets.UTF_8));
  }

  /** Escapes text for HTML, such as a category chosen by a template's author. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
