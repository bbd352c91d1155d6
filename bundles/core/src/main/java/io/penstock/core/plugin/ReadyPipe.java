package io.penstock.core.plugin;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A pipe a bundle brings along, offered as a service while its capability is configured: it runs for as long, unless a
 * pipe of the same name is given otherwise (a file in {@code pipes/}, say), which then runs instead. Thread-safe.
 */
@ConsumerType
public interface ReadyPipe {
    /** The pipe's name, as in its text. */
    String name();

    /** The pipe in the Pipe Language. Never changes: a new text is a new service. */
    String text();
}
