package dev.sojourn.http.sending;

/** Request to hold sends back: the path says whose. */
record HoldRequest() {}
