package io.penstock.core.plugin;

import java.util.Locale;

/** What a plugin is in a pipe. */
public enum PluginKind {
    /** Brings events in. */
    INPUT,
    /** Changes, drops, splits or joins events: a step of a pipe. */
    TRANSFORM,
    /** Takes events out. */
    OUTPUT;

    /** Lower case, as in pipes and messages. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
