package dev.sojourn.app.settings;

/**
 * Setting value with its source.
 *
 * @param from such as {@code SOJOURN_HTTP_PORT} or {@code --port}; shown beside a wrong value
 */
record SettingValue(String value, String from) {}
