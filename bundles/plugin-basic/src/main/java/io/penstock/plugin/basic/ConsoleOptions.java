package io.penstock.plugin.basic;

import io.penstock.core.options.Option;

record ConsoleOptions(
        @Option(doc = "How events are written: json (the fields), text (for people; the field _raw alone as it is), "
                + "logfmt (name=value).", value = "json", shorthand = true)
        LineFormat format,
        @Option(doc = "Where to.", value = "stdout")
        ConsoleTarget target) {
}
