package dev.sojourn.http.access;

import dev.sojourn.http.route.Permission;
import dev.sojourn.journeys.access.ApiKey;
import dev.sojourn.journeys.access.ApiKey.Role;
import dev.sojourn.journeys.access.ApiKey.Scope;
import java.util.EnumSet;
import java.util.Set;

/** Permissions of each role and scope. */
final class RolePermissions {

  private RolePermissions() {}

  static Set<Permission> of(ApiKey key) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    if (key.role() != null) {
      permissions.addAll(of(key.role()));
    }
    key.scopes().forEach(scope -> permissions.addAll(of(scope)));
    return permissions;
  }

  /**
   * No role includes {@link Permission#NODE}: nodes query each other with the key from the
   * environment alone, which no registry can revoke.
   */
  private static Set<Permission> of(Role role) {
    return switch (role) {
      case ADMIN ->
          Set.of(Permission.READ, Permission.OPERATE, Permission.ADMIN, Permission.INGEST);
      case EDITOR -> Set.of(Permission.READ, Permission.OPERATE);
      case VIEWER -> Set.of(Permission.READ);
    };
  }

  private static Set<Permission> of(Scope scope) {
    return switch (scope) {
      case READ -> Set.of(Permission.READ);
      case JOURNEY_ADMIN -> Set.of(Permission.READ, Permission.OPERATE);
      case INGEST -> Set.of(Permission.INGEST);
    };
  }
}
