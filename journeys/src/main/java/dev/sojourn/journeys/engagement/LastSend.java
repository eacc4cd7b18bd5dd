package dev.sojourn.journeys.engagement;

import dev.sojourn.journeys.instance.SendId;
import java.time.Instant;

/** The latest send of a template to a person, by any journey. */
public record LastSend(SendId send, Instant sentAt) {}
