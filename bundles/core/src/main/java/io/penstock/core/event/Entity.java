package io.penstock.core.event;

import static java.util.Objects.requireNonNull;

/**
 * A resource or a consumer: its kind, and which one of that kind. Immutable.
 *
 * @param kind e.g. {@code local_machine}, {@code cpu_core}, {@code disk}, {@code process}, {@code control_group}
 * @param id which one; empty when there can be only one
 */
public record Entity(String kind, String id) {
    /** The machine itself. */
    public static final Entity LOCAL_MACHINE = new Entity("local_machine", "");

    public Entity {
        requireNonNull(kind, "kind is null");
        requireNonNull(id, "id is null");
    }

    /** Reads what {@link #toString} wrote; the empty text is the local machine. */
    public static Entity parse(String text) {
        if (text.isEmpty()) {
            return LOCAL_MACHINE;
        }
        int slash = text.indexOf('/');
        return slash < 0 ? new Entity(text, "") : new Entity(text.substring(0, slash), text.substring(slash + 1));
    }

    /** {@code kind}, or {@code kind/id}. */
    @Override
    public String toString() {
        return id.isEmpty() ? kind : kind + "/" + id;
    }
}
