package dev.sojourn.processor.registry;

import dev.sojourn.journeys.template.Template;
import dev.sojourn.processor.audit.AuditChange;
import dev.sojourn.processor.command.CommandHandler;
import dev.sojourn.processor.command.CommandOutcome;
import dev.sojourn.topics.command.Command;
import dev.sojourn.topics.registry.RegistryEntry;
import dev.sojourn.topics.result.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands that publish templates. */
public record TemplateCommands(RegistryStore store, int partition) {

  public List<CommandHandler<?>> handlers() {
    return List.of(
        CommandHandler.deciding(
            Command.PublishTemplate.class, (publish, record) -> template(publish.template())));
  }

  private CommandOutcome template(Template template) {
    RegistryEntry current = RegistryEntry.of(template);
    Optional<Template> before = store.authored(Template.KIND, template.key());
    boolean same = before.equals(Optional.of(template));
    return CommandOutcome.published(
        partition,
        new Answer.TemplatePublished(template.key(), template.hash()),
        new AuditChange(before.map(TemplateCommands::hash).orElse(null), hash(template)),
        same ? List.of(current) : List.of(RegistryEntry.of(Template.CONTENT, template), current));
  }

  private static Map<String, Object> hash(Template template) {
    return Map.of("hash", template.hash());
  }
}
