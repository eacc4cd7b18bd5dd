package dev.sojourn.app.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sojourn.journeys.definition.JourneyDefinition;
import dev.sojourn.journeys.dsl.Journeys;
import dev.sojourn.journeys.sending.Cap;
import dev.sojourn.journeys.sending.QuietHours;
import dev.sojourn.journeys.sending.SendingPolicy;
import dev.sojourn.journeys.sending.Window;
import dev.sojourn.journeys.step.SleepUntilStep.Weekday;
import dev.sojourn.journeys.template.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JourneyFolderTest {

  private static final String TEMPLATE = "---\nsubject: Hello\n---\nHello\n";
  private static final String TEMPLATE_HTML = "---\nsubject: Hello\n---\n<p>Hello</p>\n";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private void given(String file, String text) throws IOException {
    Path path = dir.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String journey(String id) {
    return """
        {
          "id": "%s",
          "trigger": { "event": "started" },
          "steps": [{ "id": "done", "type": "complete" }]
        }
        """
        .formatted(id);
  }

  private List<String> problems() {
    FolderException refused =
        catchThrowableOfType(FolderException.class, () -> JourneyFolder.read(dir));
    assertThat(refused).as("refusal").isNotNull();
    return refused.problems();
  }

  @Test
  void shouldReadJourneysOfEveryFormatById() throws Exception {
    // given
    given("b.json", journey("beta"));
    given("a.yaml", "id: zeta\ntrigger: {event: go}\nsteps: [{id: done, type: complete}]\n");
    given("c.yml", "id: alpha\ntrigger: {event: go}\nsteps: [{id: done, type: complete}]\n");

    // when
    FolderContent content = JourneyFolder.read(dir);

    // then
    assertThat(content.journeys())
        .extracting(JourneyDefinition::id)
        .containsExactly("alpha", "beta", "zeta");
    assertThat(content.warnings()).isEmpty();
  }

  @Test
  void shouldReadWhatYamlWouldTakeForTimesAndNumbersElsewhere() throws Exception {
    // given
    given(
        "a.yaml",
        """
        id: a
        trigger: {event: go}
        holdout: {percent: 12.5}
        goal: {event: bought, window: {days: 14}}
        maxDuration: {days: 30}
        priority: -1
        steps:
          - id: morning
            type: sleep_until
            date: 2026-03-01
            timeOfDay: 09:30
            weekdays: [mon, fri]
            zone: Europe/Berlin
            before: {days: 3}
            next: fork
          - id: fork
            type: split
            arms:
              - {name: a, weight: 70, next: call}
              - {name: b, weight: 30, next: done}
          - id: call
            type: webhook
            url: https://crm.example.org/hook
            headers: {X-Key: k}
            body: {deal: {stage: 2}}
            next: done
          - {id: done, type: complete}
        """);

    // when
    FolderContent content = JourneyFolder.read(dir);

    // then
    assertThat(content.warnings()).isEmpty();
    JourneyDefinition journey = content.journeys().get(0);
    assertThat(journey.steps().get(0))
        .isEqualTo(
            Journeys.sleepUntil("morning")
                .date("2026-03-01")
                .at("09:30")
                .on(Weekday.mon, Weekday.fri)
                .zone("Europe/Berlin")
                .daysBefore(3)
                .then("fork")
                .step(null));
    assertThat(journey.rank()).isEqualTo(-1);
  }

  @Test
  void shouldSayOnWhichLineANewFieldIsWrong() throws Exception {
    // given
    given(
        "a.yaml",
        """
        id: a
        trigger: {event: go}
        holdout: {percent: 0}
        goal: {event: bought, window: PT0S}
        maxDuration: PT0S
        steps:
          - {id: w, type: webhook, url: crm.example.org, next: done}
          - {id: done, type: complete}
        """);

    // then
    assertThat(problems())
        .hasSize(4)
        .anySatisfy(problem -> assertThat(problem).startsWith("a.yaml: line 3, holdout.percent: "))
        .anySatisfy(problem -> assertThat(problem).startsWith("a.yaml: line 4, goal.window: "))
        .anySatisfy(problem -> assertThat(problem).startsWith("a.yaml: line 5, maxDuration: "))
        .anySatisfy(problem -> assertThat(problem).startsWith("a.yaml: line 7, steps[0]: "));
  }

  @Test
  void shouldReadWhatProtectsPeopleInEitherFormat() throws Exception {
    // given
    given(
        "sending.yaml",
        """
        timezone: Europe/Berlin
        quietHours: { from: "22:00", to: 08:00, then: skip }
        caps:
          - { most: 3, window: { days: 7 } }
          - { channel: email, most: 1, window: day }
          - { category: marketing, most: 2, window: P7D }
        exempt: [transactional, security]
        """);
    SendingPolicy written = JourneyFolder.read(dir).sending().orElseThrow();
    Files.delete(dir.resolve("sending.yaml"));
    given("sending.json", "{\"caps\": []}");

    // when
    FolderContent content = JourneyFolder.read(dir);

    // then
    assertThat(written)
        .isEqualTo(
            new SendingPolicy(
                "Europe/Berlin",
                new QuietHours("22:00", "08:00", QuietHours.Then.skip),
                List.of(
                    new Cap(null, null, 3, Window.parse(Map.of("days", 7L))),
                    new Cap("email", null, 1, Window.parse("day")),
                    new Cap(null, "marketing", 2, Window.parse("P7D"))),
                List.of("transactional", "security")));
    assertThat(content.sending()).contains(new SendingPolicy(null, null, List.of(), null));
    assertThat(content.journeys()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "caps:\\n- most: 0\\n  window: day | line 2, caps[0]: expected 1 to 100 for key 'most', found 0",
        "caps:\\n- most: 1\\n  window: week | line 3, caps[0].window: expected 'day' or a duration such as"
            + " {days: 7} for key 'window', found 'week'",
        "caps:\\n- most: 1 | line 2, caps[0].window: missing key 'window'",
        "caps:\\n- window: day | line 2, caps[0].most: missing key 'most'",
        "timezone: Mars/Phobos | line 1: expected an IANA zone such as 'Europe/Berlin' for key"
            + " 'timezone', found 'Mars/Phobos'",
        "quietHours:\\n  from: '22:00'\\n  to: '8'| line 1, quietHours: expected 'HH:mm' or 'HH:mm:ss'"
            + " for key 'to', found '8'",
        "quietHours: {from: '22:00', to: '23:00', then: wait} | line 1, quietHours.then: expected"
            + " one of [hold, skip], found 'wait'",
        "cap: [] | line 1, cap: unknown key 'cap', expected one of [caps, exempt, quietHours,"
            + " timezone]; did you mean 'caps'?",
        "--- | line 1: expected a policy, found nothing",
        "timezone: *b | line 1: the alias '*b' is not supported, write it out"
      })
  void shouldSayWhatIsWrongWithWhatProtectsPeopleAndWhere(String text, String problem)
      throws Exception {
    // given
    given("sending.yaml", text.replace("\\n", "\n"));

    // then
    assertThat(problems()).containsExactly("sending.yaml: " + problem);
  }

  @Test
  void shouldRefuseTwoFilesOfWhatProtectsPeople() throws Exception {
    // given
    given("sending.yaml", "caps: []");
    given("sending.json", "{}");

    // then
    assertThat(problems()).containsExactly("sending.yaml: is there as sending.json already");
  }

  @Test
  void shouldIgnoreWhatEditorsAndOthersLeave() throws Exception {
    // given
    given(".#a.json", "{");
    given(".hidden.yaml", "{");
    given("a.json~", "{");
    given("README.md", "# Read me");
    given("deeper/a.json", "{");
    given("templates/.hidden.liquid", "no front matter");
    given("templates/..data/a.liquid", "no front matter");
    given("templates/notes.txt", "no front matter");

    // when
    FolderContent content = JourneyFolder.read(dir);

    // then
    assertThat(content).isEqualTo(new FolderContent(List.of(), List.of(), List.of()));
  }

  @Test
  void shouldReadTemplatesUnderTheirPath() throws Exception {
    // given
    given(
        "templates/activation/welcome.liquid",
        """
        ---
        subject: "Hello {{ contact.name }}"
        from: us@example.com
        category: news
        ---
        <p>Hi</p>
        ---
        and more
        """);
    given("templates/plain.liquid", TEMPLATE);

    // when
    List<Template> templates = JourneyFolder.read(dir).templates();

    // then
    assertThat(templates).extracting(Template::key).containsExactly("activation/welcome", "plain");
    Template welcome = templates.get(0);
    assertThat(welcome.subject()).isEqualTo("Hello {{ contact.name }}");
    assertThat(welcome.from()).isEqualTo("us@example.com");
    assertThat(welcome.category()).isEqualTo("news");
    assertThat(welcome.body()).isEqualTo("<p>Hi</p>\n---\nand more\n");
    assertThat(welcome.hash()).matches("[0-9a-f]{32}");
    assertThat(templates.get(1).from()).isNull();
  }

  @Test
  void shouldReadTheTextPartBesideItsTemplate() throws Exception {
    // given
    given("templates/a/b.liquid", TEMPLATE_HTML);
    String alone = JourneyFolder.read(dir).templates().get(0).hash();
    given("templates/a/b.text.liquid", "Hi {{ event.plan }}\r\n");

    // when
    List<Template> templates = JourneyFolder.read(dir).templates();

    // then
    assertThat(templates).extracting(Template::key).containsExactly("a/b");
    assertThat(templates.get(0).text()).isEqualTo("Hi {{ event.plan }}\n");
    assertThat(templates.get(0).eventProperties()).contains("plan");
    assertThat(templates.get(0).hash()).isNotEqualTo(alone);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other   | <p>Hi</p> | text | templates/a.text.liquid: expected templates/a.liquid beside it, found none",
        "a       | Hi        | text | templates/a.text.liquid: the body of templates/a.liquid is plain text already",
        "a       | <p>Hi</p> | ''   | templates/a.text.liquid: is empty",
      })
  void shouldSayWhatIsWrongWithATextPart(String key, String body, String text, String problem)
      throws Exception {
    // given
    given("templates/" + key + ".liquid", "---\nsubject: Hello\n---\n" + body);
    given("templates/a.text.liquid", text);

    // then
    assertThat(problems()).containsExactly(problem);
  }

  @Test
  void shouldHashAlikeWhateverTheLineEndings() throws Exception {
    // given
    given("templates/a.liquid", TEMPLATE);
    String unix = JourneyFolder.read(dir).templates().get(0).hash();

    // when
    given("templates/a.liquid", "\uFEFF" + TEMPLATE.replace("\n", "\r\n"));

    // then
    assertThat(JourneyFolder.read(dir).templates().get(0).hash()).isEqualTo(unix);
  }

  @Test
  void shouldReadAnEmptyBodyWhenTheFileEndsWithItsFrontMatter() throws Exception {
    // given
    given("templates/a.liquid", "---\nsubject: Hello\n---");

    // then
    assertThat(JourneyFolder.read(dir).templates().get(0).body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no front matter                      | a.liquid: line 1: expected front matter that begins with a line '---'",
        "---\\nsubject: a\\nbody             | a.liquid: line 1: expected a line '---' after the front matter, found none",
        "---\\nsubject: a\\nfrom: a\\n---\\n  | a.liquid: line 1, from: expected an address such as 'Ann <ann@example.com>', found 'a'",
        "---\\nfrom: a\\n---\\nbody          | a.liquid: line 1, subject: expected a subject in the front matter, found none",
        "---\\n---\\nbody                     | a.liquid: line 1, subject: expected a subject in the front matter, found none",
        "---\\nsubject: ''\\n---\\nbody       | a.liquid: line 1, subject: expected a subject in the front matter, found none",
        "---\\nsubject: a\\nfrm: b\\n---\\n   | a.liquid: line 3, frm: unknown key, expected one of [subject, from, category]",
        "---\\nsubject: 12\\n---\\n           | a.liquid: line 2, subject: expected text, found",
        "---\\nsubject: [a]\\n---\\n          | a.liquid: line 2, subject: expected text, found [",
        "---\\nsubject: a\\nsubject: b\\n---\\n | a.liquid: line 3: Duplicate field 'subject'",
        "---\\njust text\\n---\\n             | a.liquid: line 2: expected 'key: value' in the front matter",
        "---\\nsubject: {{ a }}\\n---\\n      | a.liquid: line 2",
      })
  void shouldSayWhatIsWrongWithATemplate(String text, String problem) throws Exception {
    // given
    given("templates/a.liquid", text.replace("\\n", "\n"));

    // then
    assertThat(problems()).singleElement().asString().startsWith("templates/" + problem);
  }

  @Test
  void shouldRefuseATemplateWhosePathIsNoKey() throws Exception {
    // given
    given("templates/two words.liquid", TEMPLATE);

    // then
    assertThat(problems()).singleElement().asString().contains("found 'two words'");
  }

  @Test
  void shouldNameLineAndPathWhenAJourneyCannotBeRead() throws Exception {
    // given
    given(
        "a.json",
        """
        {
          "id": "a",
          "trigger": { "event": "started" },
          "steps": [
            { "id": "nap", "type": "sleep", "duration": { "dayz": 1 }, "next": "done" },
            { "id": "done", "type": "complete" }
          ]
        }
        """);

    // then
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("a.json: line 5, steps[0].duration: unknown key 'dayz'");
  }

  @Test
  void shouldNameTheLineWhenAJourneyIsNoJson() throws Exception {
    // given
    given("a.json", "{\n  \"id\": \"a\"\n  \"trigger\": {}\n}\n");

    // then
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("a.json: line 3: Unexpected character ('\"'");
  }

  @Test
  void shouldNameTheLineWhenAJourneyIsNoYaml() throws Exception {
    // given
    given("a.yaml", "id: a\nsteps:\n  - id: x\n   type: y\n");

    // then
    assertThat(problems()).singleElement().asString().startsWith("a.yaml: line 4: ");
  }

  @Test
  void shouldRefuseAnAliasInsteadOfReadingItsName() throws Exception {
    // given
    given("a.yaml", "id: &name a\nname: *name\n");

    // then
    assertThat(problems())
        .containsExactly("a.yaml: line 2: the alias '*name' is not supported, write it out");
  }

  @Test
  void shouldRefuseABillionLaughsAtItsFirstAlias() throws Exception {
    // given
    StringBuilder text = new StringBuilder("a0: &a0 [lol]\n");
    for (int i = 1; i <= 30; i++) {
      text.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    given("a.yaml", text.toString());

    // then
    assertThat(problems()).singleElement().asString().contains("line 2: the alias '*a0'");
  }

  @Test
  void shouldRefuseAFileThatIsNoUtf8AndNameTheLine() throws Exception {
    // given
    Files.write(
        dir.resolve("a.json"), "{\n\"name\": \"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));

    // then
    assertThat(problems()).containsExactly("a.json: line 2: is not UTF-8");
  }

  @Test
  void shouldRefuseALargeFile() throws Exception {
    // given
    given("a.json", " ".repeat(1024 * 1024 + 1));

    // then
    assertThat(problems()).containsExactly("a.json: is larger than 1 MiB");
  }

  @Test
  void shouldRefuseAnEmptyFile() throws Exception {
    // given
    given("a.yaml", "\n\n");

    // then
    assertThat(problems()).containsExactly("a.yaml: is empty");
  }

  @Test
  void shouldRefuseTwoFilesWithOneId() throws Exception {
    // given
    given("first.json", journey("a"));
    given("second.yaml", "name: x\nid: a\ntrigger: {event: e}\nsteps: [{id: d, type: complete}]");

    // then
    assertThat(problems())
        .containsExactly("second.yaml: line 2, id: 'a' is already the id of first.json");
  }

  @Test
  void shouldRefuseWhatTheLinterRefusesWithItsLine() throws Exception {
    // given
    given(
        "a.yaml",
        """
        id: a
        trigger: { event: e }
        steps:
          - { id: nap, type: sleep, duration: PT1S, next: gone }
          - { id: done, type: complete }
        """);

    // then
    assertThat(problems())
        .contains("a.yaml: line 4, steps[0]: leads to step 'gone', which does not exist");
  }

  @Test
  void shouldWarnOfATemplateThatIsNotInTheFolder() throws Exception {
    // given
    given(
        "a.yaml",
        """
        id: a
        trigger: { event: e }
        steps:
          - id: mail
            type: send
            channel: email
            template: gone/away
            next: done
          - { id: done, type: complete }
        """);

    // when
    FolderContent content = JourneyFolder.read(dir);

    // then
    assertThat(content.warnings())
        .containsExactly(
            "a.yaml: line 7, steps[0].template: template 'gone/away' is not known yet");
  }

  @Test
  void shouldShowEverythingThatIsWrongAtOnce() throws Exception {
    // given
    given("a.json", "{");
    given("b.json", journey("no spaces"));
    given("good.json", journey("good"));
    given("templates/a.liquid", "none");

    // then
    assertThat(problems())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).hasLineCount(1))
        .anySatisfy(line -> assertThat(line).startsWith("a.json: "))
        .anySatisfy(line -> assertThat(line).startsWith("b.json: "))
        .anySatisfy(line -> assertThat(line).startsWith("templates/a.liquid: "));
  }

  @Test
  void shouldFollowLinksAndNameThoseThatLeadNowhere() throws Exception {
    // given
    given("real/.keep", "");
    given("real/a.txt", journey("a"));
    Files.createSymbolicLink(dir.resolve("a.json"), dir.resolve("real/a.txt"));
    assertThat(JourneyFolder.read(dir).journeyIds()).containsExactly("a");

    // when
    Files.delete(dir.resolve("real/a.txt"));

    // then
    assertThat(problems()).containsExactly("a.json: cannot be read: there is nothing it leads to");
  }

  @Test
  void shouldNotLoopWhenALinkLeadsBack() throws Exception {
    // given
    given("templates/a.liquid", TEMPLATE);
    Files.createSymbolicLink(dir.resolve("templates/loop"), dir.resolve("templates"));

    // then
    assertThat(problems()).singleElement().asString().startsWith("templates/loop: cannot be read");
  }

  @Test
  void shouldRefuseAFolderThatIsNotThere() {
    // given
    Path nowhere = dir.resolve("nowhere");

    // when
    FolderException refused =
        catchThrowableOfType(FolderException.class, () -> JourneyFolder.read(nowhere));

    // then
    assertThat(refused).hasMessage("there is no journeys folder " + nowhere);
  }

  @Test
  void shouldFindNothingToSayOfTheExamples() throws Exception {
    // when
    FolderContent content = JourneyFolder.read(Path.of("../examples/journeys"));

    // then
    assertThat(content.journeyIds())
        .containsExactlyInAnyOrder("activation-welcome", "quick-tour", "trial-ending");
    assertThat(content.templates()).hasSize(6);
    assertThat(content.warnings()).isEmpty();
  }

  @Test
  void shouldReadTheJourneyOfTheDocumentation() throws Exception {
    // given
    String page = Files.readString(Path.of("../docs/journeys.md"));
    int begin = page.indexOf("```yaml\n") + "```yaml\n".length();
    given("trial-nudge.yaml", page.substring(begin, page.indexOf("```", begin)));
    given("templates/activation/welcome.liquid", TEMPLATE);
    given("templates/activation/nudge.liquid", TEMPLATE);

    // when
    FolderContent content = JourneyFolder.read(dir);

    // then
    assertThat(content.journeys()).hasSize(1);
  }
}
