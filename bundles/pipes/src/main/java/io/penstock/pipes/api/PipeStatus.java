package io.penstock.pipes.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pipe as it is now. Immutable.
 *
 * @param source where it comes from: a file, a configuration
 * @param history the states before, oldest first; the last few
 * @param problem what is wrong with the newest edit, while the one before it goes on
 * @param guarantee what becomes of events through crashes, in plain words
 * @param nodes in the pipe's order
 * @param memoryBytes bytes of events in memory
 * @param deadLetters events kept aside
 * @param deadLettersLost events that were kept aside and had to go because there were too many
 * @param fingerprint of what runs; empty when nothing does
 * @param wanted the fingerprint of what is to run; empty when there is no text that can
 */
public record PipeStatus(String name, String description, Map<String, String> labels, String source, StateChange state,
                         List<StateChange> history, Optional<String> problem, String guarantee, List<NodeStatus> nodes,
                         long memoryBytes, long deadLetters, long deadLettersLost,
                         Optional<String> fingerprint, Optional<String> wanted) {
}
