package dev.sojourn.http.tracking;

import dev.sojourn.http.request.ApiRequest;
import java.nio.charset.StandardCharsets;

/**
 * A page for whoever comes from a mail: no script, nothing from elsewhere, nothing that stays.
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

  /** What is said of a link that we did not write. */
  static final HtmlPage NO_LINK =
      new HtmlPage(
          "This link does not work",
          "<p>It may be cut off. Please open it in the email once more.</p>");

  void answer(ApiRequest request, int status) {
    request.answerHeader("Cache-Control", "no-store");
    // The address is as good as a key, and must not go on to wherever somebody clicks next.
    request.answerHeader("Referrer-Policy", "no-referrer");
    request.answerHeader("X-Content-Type-Options", "nosniff");
    request.answerHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'");
    request.answer(
        status, TYPE, PAGE.formatted(escaped(title), body).getBytes(StandardCharsets.UTF_8));
  }

  /** A text that a template's author has chosen, as it can stand in HTML. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
