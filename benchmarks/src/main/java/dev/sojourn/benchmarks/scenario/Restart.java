package dev.sojourn.benchmarks.scenario;

import dev.sojourn.benchmarks.lab.BenchmarkException;
import dev.sojourn.benchmarks.lab.JourneysFolder;
import dev.sojourn.benchmarks.lab.Subject;
import dev.sojourn.benchmarks.report.Findings;

/**
 * Scenario that measures the time until a node is ready again: after a clean stop, after a kill,
 * and with an empty disk. Rates cover the whole time, including process start.
 */
final class Restart implements Scenario {

  private static final double LOAD_SECONDS = 5;

  @Override
  public String name() {
    return "restart";
  }

  @Override
  public void run(Run run) throws Exception {
    Crowd crowd = run.crowd();
    Findings findings = run.findings();
    crowd.engine().close();
    Subject clean = crowd.start();
    findings.put("restart.cleanSeconds", clean.secondsToReady());
    run.say("restart: ready %.1f s after a clean stop", clean.secondsToReady());
    check(run, clean);
    // Under load, as crashes happen: an idle node has nothing uncommitted to lose.
    run.world().flood(clean.prefix(), JourneysFolder.NOBODYS_EVENT, run.persons(), Run.WINDOW);
    run.sleep(LOAD_SECONDS);
    clean.kill();
    run.world().stopFlood();
    Subject killed = crowd.start();
    check(run, killed);
    findings.put("restart.killSeconds", killed.secondsToReady());
    findings.put("restart.instancesPerSecond", run.persons() / killed.secondsToReady());
    run.say("restart: ready %.1f s after kill -9", killed.secondsToReady());
    // As on a new machine: the state directory is empty.
    killed.close();
    killed.deleteStores();
    Subject empty = crowd.start();
    check(run, empty);
    findings.put("restart.emptySeconds", empty.secondsToReady());
    findings.put("restart.instancesPerSecondFromEmpty", run.persons() / empty.secondsToReady());
    run.say("restart: ready after %.1f s with an empty disk", empty.secondsToReady());
  }

  private static void check(Run run, Subject engine) throws Exception {
    long waiting = engine.http().count(Crowd.JOURNEY, "waiting");
    if (waiting != run.persons()) {
      throw new BenchmarkException(
          "expected %d instances after a restart, found %d".formatted(run.persons(), waiting));
    }
  }
}
