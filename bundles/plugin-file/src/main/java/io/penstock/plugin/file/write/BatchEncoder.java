package io.penstock.plugin.file.write;

import io.penstock.core.event.Event;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Makes the bytes of a batch. One thread. */
interface BatchEncoder {
    /**
     * @param file where the bytes will be appended; asked again with another one when that is full
     * @param empty whether nothing is in it, so that a header is due
     * @param refused where the events go that cannot be written, by index with the reason
     */
    byte[] encode(List<Event> events, OpenFile file, boolean empty, Map<Integer, String> refused) throws IOException;
}
