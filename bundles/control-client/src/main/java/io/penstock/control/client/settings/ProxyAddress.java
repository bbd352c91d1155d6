package io.penstock.control.client.settings;

import io.penstock.core.error.PenstockException;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A proxy as {@code HOST:PORT}. */
public final class ProxyAddress {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]/@]+):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    private ProxyAddress() {
    }

    /** The address, its host not looked up. */
    public static InetSocketAddress of(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > MAX_PORT) {
            throw PenstockException.invalid("control.proxy", "proxy: expected HOST:PORT, but found \"" + text + "\"");
        }
        return InetSocketAddress.createUnresolved(parts.group(1), Integer.parseInt(parts.group(2)));
    }
}
