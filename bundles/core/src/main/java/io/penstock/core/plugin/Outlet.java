package io.penstock.core.plugin;

import io.penstock.core.event.Event;
import java.util.Collection;
import org.osgi.annotation.versioning.ProviderType;

/** A transform's way on. Good only during the call it was handed to, on that thread. */
@ProviderType
public interface Outlet {
    /** Emits to the default port; the event at hand is accounted for by it. */
    void emit(Event event);

    /** Emits to a named port. */
    void emit(String port, Event event);

    /** Drops the event at hand by policy; counted by reason (few, fixed texts). */
    void drop(String reason);

    /**
     * Keeps the event at hand in flight beyond this call, so that its input does not count it as done. Only in
     * {@link Transform#apply}. May be called several times for one event; each hold must end in {@link #emit(Event,
     * Collection)} or {@link #release}.
     */
    Hold hold();

    /** Emits an event that stands for held ones: they are done when it is. The holds are used up. */
    void emit(Event event, Collection<Hold> standsFor);

    /** Lets held events go as filtered. The hold is used up. */
    void release(Hold hold);

    /** A claim on an event in flight. */
    @ProviderType
    interface Hold {
    }
}
