package io.penstock.control.server.pipe;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that decides what agents run, at one moment. Immutable.
 *
 * @param pipes by id; those that were removed are not there
 */
public record Configuration(Map<String, PlannedPipe> pipes, EntrySets parameters, EntrySets settings) {
    /** There is nothing. */
    public static final Configuration EMPTY = new Configuration(Map.of(), EntrySets.NONE, EntrySets.NONE);

    /** With one pipe put in or replaced. */
    public Configuration with(PlannedPipe pipe) {
        TreeMap<String, PlannedPipe> changed = new TreeMap<>(pipes);
        changed.put(pipe.id(), pipe);
        return new Configuration(Collections.unmodifiableMap(changed), parameters, settings);
    }

    /** Without one pipe. */
    public Configuration without(String pipeId) {
        TreeMap<String, PlannedPipe> changed = new TreeMap<>(pipes);
        changed.remove(pipeId);
        return new Configuration(Collections.unmodifiableMap(changed), parameters, settings);
    }
}
