package dev.sojourn.journeys.registry;

import dev.sojourn.journeys.definition.JourneyDefinition;

/**
 * Journey version as published. Never changes.
 *
 * @param number from 1
 * @param hash of the definition's content
 */
public record JourneyVersion(
    String journeyId, int number, String hash, JourneyDefinition definition) {}
