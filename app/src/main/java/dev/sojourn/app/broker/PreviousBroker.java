package dev.sojourn.app.broker;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;

/**
 * Watches the metadata until the controller has fenced the broker that ran here before. After a
 * kill it still counts as alive, and leads every partition, until its session ends.
 *
 * <p>A broker that starts meanwhile takes those leaderships for its own, resumes the commits that
 * were under way and sends their markers to its predecessor's port. If it tries again just when the
 * predecessor is fenced, it finds no leader, takes the partition for deleted and drops the marker:
 * readers of committed records never get past that transaction.
 */
final class PreviousBroker implements MetadataPublisher {

  private final CompletableFuture<Void> fenced = new CompletableFuture<>();

  /** Completes at once when there was none, or when it was shut down in good order. */
  CompletableFuture<Void> fenced() {
    return fenced;
  }

  @Override
  public String name() {
    return "PreviousBroker";
  }

  @Override
  public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
    BrokerRegistration former = image.cluster().broker(BrokerSettings.NODE_ID);
    if (former == null || former.fenced()) {
      fenced.complete(null);
    }
  }

  @Override
  public void close() {
    // Nothing is held; declared so as not to throw.
  }
}
