package dev.sojourn.journeys.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.journeys.event.Digest;
import dev.sojourn.journeys.event.EventIds;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  private static final UUID EVENT = new UUID(1, 2);

  @Test
  void shouldLayOutTheBitsOfAnInstanceId() {
    InstanceId id = InstanceId.of(0x0123_4567_89ABL, 0xFEDC_BA98, 0x2AA_AAAA_AAAAL);

    assertThat(id).hasToString("01234567-89ab-8fed-b2ea-62aaaaaaaaaa");
    assertThat(id.createdMs()).isEqualTo(0x0123_4567_89ABL);
    assertThat(id.userHash()).isEqualTo(0xFEDC_BA98);
    assertThat(id.rest()).isEqualTo(0x2AA_AAAA_AAAAL);
  }

  @Test
  void shouldDeriveTheSameInstanceIdOnAnyReplayAndAnotherForAnythingElse() {
    Instant at = Instant.parse("2026-01-15T10:30:00.123Z");
    InstanceId id = InstanceId.derive(at, -7, "j", "u", EVENT);

    assertThat(InstanceId.derive(at, -7, "j", "u", EVENT)).isEqualTo(id);
    assertThat(id.createdMs()).isEqualTo(at.toEpochMilli());
    assertThat(id.userHash()).isEqualTo(-7);
    assertThat(id.rest()).isEqualTo(Digest.of("j", "u", EVENT.toString()).getLong() >>> 22);
    assertThat(
            List.of(
                InstanceId.derive(at, -7, "k", "u", EVENT),
                InstanceId.derive(at, -7, "j", "v", EVENT),
                InstanceId.derive(at, -7, "j", "u", new UUID(1, 3)),
                InstanceId.derive(at.plusMillis(1), -7, "j", "u", EVENT)))
        .doesNotContain(id)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldRoundTripAndSortByTimeAndByPerson() {
    Random random = new Random(7);
    List<InstanceId> ids = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      ids.add(InstanceId.of(random.nextLong() >>> 16, random.nextInt(), random.nextLong() >>> 22));
    }
    for (InstanceId id : ids) {
      assertThat(InstanceId.parse(id.toString())).contains(id);
      ByteBuffer bytes = ByteBuffer.allocate(16);
      id.writeByPerson(bytes);
      assertThat(InstanceId.readByPerson(bytes.flip())).isEqualTo(id);
    }
    assertThat(ids.stream().sorted())
        .isSortedAccordingTo(Comparator.comparingLong(InstanceId::createdMs));
    Comparator<InstanceId> byBytes = (a, b) -> Arrays.compareUnsigned(byPerson(a), byPerson(b));
    assertThat(ids.stream().sorted(byBytes))
        .isSortedAccordingTo(
            Comparator.<InstanceId>comparingLong(id -> Integer.toUnsignedLong(id.userHash()))
                .thenComparingLong(InstanceId::createdMs)
                .thenComparingLong(InstanceId::rest));
  }

  private static byte[] byPerson(InstanceId id) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    id.writeByPerson(bytes);
    return bytes.array();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "550e8400-e29b-41d4-a716-446655440000",
        "01234567-89ab-8fed-32ea-62aaaaaaaaaa",
        "01234567-89ab-8fed-b2ea-62aaaaaaaaag",
        "0001234567-89ab-8fed-b2ea-62aaaaaaaa",
        "01234567-89ab-8fed-b2ea-62aaaaaaaaaa0"
      })
  void shouldReadNothingButACanonicalId(String text) {
    assertThat(InstanceId.parse(text)).isEmpty();
    assertThat(EventIds.parse(text)).isEmpty();
  }

  @Test
  void shouldRefuseAnInstanceIdOfAnotherVersion() {
    assertThatThrownBy(
            () -> new InstanceId(UUID.fromString("550e8400-e29b-41d4-a716-446655440000")))
        .hasMessageContaining("expected a UUIDv8");
  }

  @Test
  void shouldLayOutTheBitsOfAnEventId() {
    UUID id = EventIds.derive(0xFEDC_BA98, "u", "key");
    ByteBuffer digest = Digest.of("u", "key");
    long high = digest.getLong();
    long low = digest.getLong();

    assertThat(EventIds.parse(id.toString())).contains(id);
    assertThat(EventIds.userHash(id)).isEqualTo(0xFEDC_BA98);
    assertThat(id.version()).isEqualTo(8);
    assertThat(id.variant()).isEqualTo(2);
    assertThat((id.getMostSignificantBits() >>> 16) & 0xFFFF).isEqualTo(high >>> 48);
    assertThat(id.getMostSignificantBits() & 0xFFF).isEqualTo(high & 0xFFF);
    assertThat(id.getLeastSignificantBits() & 0x3FFF_FFFF_FFFF_FFFFL).isEqualTo(low >>> 2);
    assertThat(EventIds.derive(0xFEDC_BA98, "u", "key")).isEqualTo(id);
    assertThat(EventIds.derive(0xFEDC_BA98, "uk", "ey")).isNotEqualTo(id);
  }

  @Test
  void shouldRoundTripASendIdWithColonsInTheStep() {
    SendId id = new SendId(InstanceId.of(1, 2, 3), "a:b", 4);

    assertThat(SendId.parse(id.toString())).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01234567-89ab-8fed-b2ea-62aaaaaaaaaa",
        "01234567-89ab-8fed-b2ea-62aaaaaaaaaa::1",
        "01234567-89ab-8fed-b2ea-62aaaaaaaaaa:s:x",
        "01234567-89ab-8fed-b2ea-62aaaaaaaaaa:s:",
        "550e8400-e29b-41d4-a716-446655440000:s:1"
      })
  void shouldRefuseWhatIsNoSendId(String text) {
    assertThatThrownBy(() -> SendId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for key 'sendId'");
  }
}
