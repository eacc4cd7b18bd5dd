package dev.sojourn.http.access;

import dev.sojourn.http.access.Access.Rule;
import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.access.ApiKey.Role;
import dev.sojourn.journeys.access.ApiKey.Scope;
import java.util.EnumSet;
import java.util.Set;

/** Permissions of each role and scope. */
final class RolePermissions {

  private RolePermissions() {}

  static Set<Rule> of(ApiKey key) {
    Set<Rule> rights = EnumSet.noneOf(Rule.class);
    if (key.role() != null) {
      rights.addAll(of(key.role()));
    }
    key.scopes().forEach(scope -> rights.addAll(of(scope)));
    return rights;
  }

  /**
   * No role includes {@link Rule#NODE}: nodes query each other with the key from the environment
   * alone, which no registry can revoke.
   */
  private static Set<Rule> of(Role role) {
    return switch (role) {
      case ADMIN -> Set.of(Rule.READ, Rule.OPERATE, Rule.ADMIN, Rule.INGEST);
      case EDITOR -> Set.of(Rule.READ, Rule.OPERATE);
      case VIEWER -> Set.of(Rule.READ);
    };
  }

  private static Set<Rule> of(Scope scope) {
    return switch (scope) {
      case READ -> Set.of(Rule.READ);
      case JOURNEY_ADMIN -> Set.of(Rule.READ, Rule.OPERATE);
      case INGEST -> Set.of(Rule.INGEST);
    };
  }
}
