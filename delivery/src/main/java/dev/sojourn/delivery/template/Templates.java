package dev.sojourn.delivery.template;

import java.time.Duration;

/** Template contents by hash. */
public interface Templates {

  /**
   * Looks up a content; a known one is returned at once.
   *
   * @param maxWait how long to wait, at most, until everything published before this call is read
   */
  TemplateLookup byHash(String hash, Duration maxWait);
}
