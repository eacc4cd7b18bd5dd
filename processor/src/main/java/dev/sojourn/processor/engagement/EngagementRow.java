package dev.sojourn.processor.engagement;

import dev.sojourn.journeys.engagement.Engagement;
import dev.sojourn.processor.row.RowReader;
import dev.sojourn.processor.row.RowWriter;

/** Row of a person's engagement with one email. The send id is in the key. */
public record EngagementRow(String userId, Engagement engagement) {

  private static final int VERSION = 1;

  public byte[] pack() {
    return new RowWriter()
        .raw(VERSION)
        .text(userId)
        .optionalTime(engagement.openedAt())
        .optionalTime(engagement.clickedAt())
        .done();
  }

  public static EngagementRow unpack(byte[] bytes) {
    RowReader from = new RowReader(bytes).expect(VERSION, "engagement");
    return new EngagementRow(from.text(), new Engagement(from.optionalTime(), from.optionalTime()));
  }
}
