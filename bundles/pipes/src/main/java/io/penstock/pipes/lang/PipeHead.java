package io.penstock.pipes.lang;

import java.util.Map;

/** What a pipe says of itself besides its nodes. Immutable. */
record PipeHead(String name, String description, Map<String, String> labels, DeadLetters deadLetters) {
}
