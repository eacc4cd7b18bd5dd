package dev.sojourn.app.broker;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;

/**
 * Metadata publisher that waits until the controller has fenced the previous broker on this folder.
 * After a kill that broker counts as alive, and leads every partition, until its session ends.
 *
 * <p>A broker that starts meanwhile takes those leaderships for its own, resumes pending commits
 * and sends their transaction markers to its predecessor's port. If it retries just when the
 * predecessor is fenced, it finds no leader, assumes the partition was deleted and drops the
 * marker: read-committed consumers never get past that transaction.
 */
final class PreviousBroker implements MetadataPublisher {

  private final CompletableFuture<Void> fenced = new CompletableFuture<>();

  /** Completes at once when there was no previous broker, or when it was shut down cleanly. */
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
    // Nothing to close; overridden because the interface declares an exception.
  }
}
