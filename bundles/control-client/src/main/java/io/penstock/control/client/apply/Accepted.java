package io.penstock.control.client.apply;

import io.penstock.control.api.Manifest;

/** A manifest that was verified. Immutable. */
public record Accepted(String hash, Manifest manifest) {
}
