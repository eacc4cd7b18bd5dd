package dev.sojourn.processor.row;

import dev.sojourn.journeys.person.Engagement;

/** What a person did with one email. The send's id stands in the key. */
public record EngagementRow(String userId, Engagement engagement) {

  private static final int VERSION = 1;

  public byte[] pack() {
    return new Packer()
        .raw(VERSION)
        .text(userId)
        .optionalTime(engagement.openedAt())
        .optionalTime(engagement.clickedAt())
        .done();
  }

  public static EngagementRow unpack(byte[] bytes) {
    Unpacker from = new Unpacker(bytes).expect(VERSION, "engagement");
    return new EngagementRow(from.text(), new Engagement(from.optionalTime(), from.optionalTime()));
  }
}
