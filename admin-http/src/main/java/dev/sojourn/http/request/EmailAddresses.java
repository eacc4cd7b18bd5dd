package dev.sojourn.http.request;

import java.util.regex.Pattern;

/** Plausibility check of email addresses. Only a mail server can say whether one accepts email. */
public final class EmailAddresses {

  private static final int LONGEST = 254;
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@.\\p{Cntrl}]+(\\.[^\\s@.\\p{Cntrl}]+)+");

  private EmailAddresses() {}

  public static boolean plausible(String text) {
    return text.length() <= LONGEST && ADDRESS.matcher(text).matches();
  }
}
