package dev.sojourn.delivery.provider;

import java.util.LinkedHashMap;
import java.util.Map;

/** Headers that make an email client show its own unsubscribe button (RFC 2369, RFC 8058). */
public final class UnsubscribeHeaders {

  private UnsubscribeHeaders() {}

  public static Map<String, String> of(String url) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("List-Unsubscribe", "<" + url + ">");
    headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    return headers;
  }
}
