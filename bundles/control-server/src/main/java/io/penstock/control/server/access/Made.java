package io.penstock.control.server.access;

import io.penstock.core.value.Secret;

/**
 * A new credential.
 *
 * @param token shown once, and kept nowhere
 */
public record Made(String id, Secret token, String last4) {
}
