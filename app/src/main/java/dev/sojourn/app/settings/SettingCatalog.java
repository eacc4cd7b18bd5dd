package dev.sojourn.app.settings;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All settings there are, apart from {@code kafka.*}, which go to the Kafka clients as they are.
 *
 * @param lists one for each feature
 */
record SettingCatalog(List<SettingList> lists) {

  /** The settings of the launcher. */
  static final SettingCatalog STANDARD =
      new SettingCatalog(
          List.of(
              ClusterSettings.LIST, ApiSettings.LIST, LocalSettings.LIST, DeliverySettings.LIST));

  /**
   * @throws IllegalArgumentException when two settings have the same name
   */
  SettingCatalog {
    lists = List.copyOf(lists);
    Set<String> names = new HashSet<>();
    for (SettingList list : lists) {
      for (Setting<?> setting : list.settings()) {
        if (!names.add(setting.property()) || !names.add(setting.variable())) {
          throw new IllegalArgumentException(
              "expected one setting for key '%s' (%s), found two"
                  .formatted(setting.property(), setting.variable()));
        }
      }
    }
  }

  List<Setting<?>> settings() {
    return lists.stream().<Setting<?>>flatMap(list -> list.settings().stream()).toList();
  }

  Optional<Setting<?>> ofProperty(String name) {
    return settings().stream().filter(one -> one.property().equals(name)).findFirst();
  }

  Optional<Setting<?>> ofVariable(String name) {
    return settings().stream().filter(one -> one.variable().equals(name)).findFirst();
  }

  List<String> properties() {
    return settings().stream().<String>map(Setting::property).toList();
  }

  List<String> variables() {
    return settings().stream().<String>map(Setting::variable).toList();
  }
}
