package io.penstock.tunnel.gateway.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A line of the audit log as a row. */
final class AuditLine {
    private static final JsonFactory JSON = new JsonFactory();

    private AuditLine() {
    }

    /** Empty for a line that a crash has cut short. */
    static Optional<Map<String, Object>> read(String line) {
        Map<String, Object> row = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                row.put(key, parser.nextToken().isNumeric() ? (Object) parser.getLongValue() : parser.getText());
            }
            return parser.currentToken() == JsonToken.END_OBJECT ? Optional.of(row) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
