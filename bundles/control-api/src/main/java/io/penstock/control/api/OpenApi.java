package io.penstock.control.api;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.io.InputStream;

/** The document everything else follows. */
public final class OpenApi {
    /** The prefix of what people and programs use. */
    public static final String API = "/api/v1";
    /** The prefix of what agents use. */
    public static final String AGENT = "/agent/v1";
    /** The version of the agents' protocol, as {@code Penstock-Protocol} has it. */
    public static final int PROTOCOL = 1;

    private OpenApi() {
    }

    /** {@code openapi.yaml}, as it is in this bundle. */
    public static byte[] yaml() {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.yaml")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.BUG, "control.openapi", "cannot read openapi.yaml", e);
        }
    }
}
