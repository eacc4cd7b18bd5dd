package dev.sojourn.http.journey;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Request to enable or disable a journey. */
record ToggleRequest(@JsonProperty(required = true) boolean enabled) {}
