package io.penstock.control.client.apply;

/** Why something is not done. Immutable. */
record Verdict(String code, String message) {
}
