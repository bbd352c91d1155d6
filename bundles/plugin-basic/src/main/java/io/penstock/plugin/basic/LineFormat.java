package io.penstock.plugin.basic;

import io.penstock.core.event.Event;
import io.penstock.core.event.EventLine;
import io.penstock.core.event.EventText;

/** How an event becomes a line. */
enum LineFormat {
    JSON, TEXT, LOGFMT;

    void append(StringBuilder out, Event event) {
        switch (this) {
            case JSON -> EventText.appendJson(out, event.fields());
            case TEXT -> EventLine.appendText(out, event);
            case LOGFMT -> EventLine.appendLogfmt(out, event);
        }
        out.append('\n');
    }
}
