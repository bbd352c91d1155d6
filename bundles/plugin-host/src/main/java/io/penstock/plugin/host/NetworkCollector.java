package io.penstock.plugin.host;

import io.penstock.core.event.Entity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /proc/net/dev}. */
final class NetworkCollector implements Collector {
    private static final int COLUMNS = 16;

    private final KernelFiles files;
    private final Pattern interfaces;

    NetworkCollector(KernelFiles files, Pattern interfaces) {
        this.files = files;
        this.interfaces = interfaces;
    }

    @Override
    public CollectorName name() {
        return CollectorName.NETWORK;
    }

    @Override
    public Optional<String> collect(Sample sample) {
        List<String> lines = files.lines(files.ownProcess() + "/net/dev");
        int before = sample.measurements().size();
        for (String line : lines) {
            int colon = line.lastIndexOf(':');
            String name = line.substring(0, Math.max(colon, 0)).strip();
            if (colon >= 0 && interfaces.matcher(name).matches()) {
                device(name, Numbers.words(line.substring(colon + 1)), sample);
            }
        }
        return lines.isEmpty() ? Optional.of("/proc/net/dev cannot be read")
                : sample.measurements().size() == before ? Optional.of("no interface matches") : Optional.empty();
    }

    private static void device(String name, String[] columns, Sample sample) {
        if (columns.length < COLUMNS) {
            return;
        }
        Entity device = new Entity("network_interface", name);
        sample.counter("network_received_total", Numbers.at(columns, 0), "By", device);
        sample.counter("network_received_packets_total", Numbers.at(columns, 1), "{packet}", device);
        sample.counter("network_receive_errors_total", Numbers.at(columns, 2), "{packet}", device);
        sample.counter("network_receive_drops_total", Numbers.at(columns, 3), "{packet}", device);
        sample.counter("network_sent_total", Numbers.at(columns, 8), "By", device);
        sample.counter("network_sent_packets_total", Numbers.at(columns, 9), "{packet}", device);
        sample.counter("network_send_errors_total", Numbers.at(columns, 10), "{packet}", device);
        sample.counter("network_send_drops_total", Numbers.at(columns, 11), "{packet}", device);
    }
}
