package dev.sojourn.journeys.event;

import java.nio.charset.StandardCharsets;

/**
 * FNV-1a over UTF-8, 32 bits: a reproducible draw. It decides who is held out and which arm a
 * person gets, so it must never change. See draft-eastlake-fnv.
 */
public final class Fnv1a {

  private static final int OFFSET_BASIS = 0x811C_9DC5;
  private static final int PRIME = 0x0100_0193;

  private Fnv1a() {}

  /** The hash, from 0 to 2^32 - 1. */
  public static long of(String text) {
    int hash = OFFSET_BASIS;
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (one & 0xFF)) * PRIME;
    }
    return Integer.toUnsignedLong(hash);
  }
}
