package dev.sojourn.delivery.template;

import java.time.Duration;

/** Template contents by their hash. */
public interface Templates {

  /**
   * Looks a content up; one that is known is answered at once.
   *
   * @param patience how long to wait, at most, for all that was published before this call
   */
  TemplateLookup byHash(String hash, Duration patience);
}
