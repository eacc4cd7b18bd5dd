package dev.sojourn.journeys.engagement;

import dev.sojourn.journeys.instance.SendId;
import java.time.Instant;

/** The send of a template that went out to a person last, of whichever journey. */
public record LastSend(SendId send, Instant sentAt) {}
