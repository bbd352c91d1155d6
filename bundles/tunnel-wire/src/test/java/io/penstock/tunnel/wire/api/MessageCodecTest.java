package io.penstock.tunnel.wire.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
    private static Optional<Message> read(String json) {
        return Envelope.read(json.replace('\'', '"').getBytes(UTF_8)).map(Envelope::message);
    }

    @Test
    void writesEveryMessageAsItsDocumentSays() {
        Samples.golden().forEach((message, json) ->
                assertThat(new String(Envelope.of(message).body().bytes(), UTF_8)).isEqualTo(json.replace('\'', '"')));
    }

    @Test
    void readsBackEveryMessage() {
        Samples.golden().forEach((message, json) -> assertThat(read(json)).contains(message));
    }

    @Test
    void knowsEveryKindOfMessage() {
        assertThat(Samples.golden().keySet()).extracting(Object::getClass).contains(Message.class.getPermittedSubclasses());
    }

    @Test
    void ignoresKeysOfANewerVersion() {
        assertThat(read("{'new':{'deep':[1,2.5,null,true]},'type':'leaving','big':12345678901234567890}"))
                .contains(new Message.Leaving());
    }

    @Test
    void ignoresMessagesOfANewerVersion() {
        assertThat(read("{'type':'sing','song':'la'}")).isEmpty();
    }

    @Test
    void takesCodesOfANewerVersionForSomethingItKnows() {
        assertThat(read("{'type':'refused','code':'TOO_LATE','retryAfterMs':5}"))
                .contains(new Message.Refused(RefusalCode.OTHER, "", 5));
        assertThat(read("{'type':'failed','code':'TOO_LATE'}")).contains(new Message.Failed(OpenCode.INTERNAL, "", 0));
    }

    @Test
    void takesNoFailureThatSaysItIsNone() {
        assertThat(read("{'type':'failed','code':'OK'}")).contains(new Message.Failed(OpenCode.INTERNAL, "", 0));
    }

    @Test
    void keepsControlCharactersOutOfTextsForPeople() {
        assertThat(read("{'type':'failed','code':'DNS','message':'a\\u000ab\\u001b[31m'}"))
                .contains(new Message.Failed(OpenCode.DNS, "a b [31m", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{}", "{'type':1}", "{'type':'leaving'} x", "{'type':'leaving','type':'test'}",
        "{'type':'connect'}", "{'type':'connect','target':7}", "{'type':'connect','target':'a\\u000ab'}",
        "{'type':'proof','key':'a','signature':'AAAA'}", "{'type':'proof','key':'a','signature':'*'}",
        "{'type':'resumed','received':-1,'mac':'" + Samples.NONCE + "'}",
        "{'type':'hello','versions':[2,1],'kind':'agent','id':'a','instance':'b','connection':0,'connections':1,'software':'c','nonce':'"
                + Samples.NONCE + "'}",
        "{'type':'hello','versions':[1,1],'kind':'agent','id':'a','instance':'b','connection':3,'connections':9,'software':'c','nonce':'"
                + Samples.NONCE + "'}",
        "{'type':'hello','versions':[1,1],'kind':'king','id':'a','instance':'b','connection':0,'connections':1,'software':'c','nonce':'"
                + Samples.NONCE + "'}",
        "{'a':[[[[[[[[[[1]]]]]]]]]],'type':'leaving'}"})
    void refusesWhatIsNoMessage(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(PenstockException.class,
                e -> assertThat(e.code()).isEqualTo("tunnel.message"));
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        byte[] body = "{\"type\":\"connect\",\"target\":\"x\"}".getBytes(UTF_8);
        body[body.length - 3] = (byte) 0xff;
        assertThatThrownBy(() -> Envelope.read(body)).isInstanceOf(PenstockException.class);
    }

    @Test
    void writesNoMessageLongerThanItsLimit() {
        List<TargetHealth> many = java.util.Collections.nCopies(200,
                new TargetHealth("a".repeat(200), TargetHealth.State.OK, OpenCode.OK, 1, ""));
        assertThatThrownBy(() -> Envelope.of(new Message.Targets(many))).isInstanceOf(PenstockException.class);
    }

    @Test
    void cutsTextsForPeople() {
        Message.Failed read = (Message.Failed) Envelope.read(Envelope.of(
                new Message.Failed(OpenCode.DNS, "x".repeat(9_999), 0)).body().bytes()).orElseThrow().message();
        assertThat(read.message()).hasSize(TunnelProtocol.MAX_TEXT);
    }

    @Test
    void endsMutatedMessagesInAMessageOrAnError() {
        long seed = Long.getLong("penstock.seed", 4);
        int rounds = Integer.getInteger("penstock.mutations", 20_000);
        Random random = new Random(seed);
        List<byte[]> bodies = Samples.golden().keySet().stream().map(message -> Envelope.of(message).body().bytes()).toList();
        for (int round = 0; round < rounds; round++) {
            byte[] body = mutated(bodies.get(random.nextInt(bodies.size())), random);
            try {
                Envelope.read(body).ifPresent(read -> assertThat(Envelope.of(read.message())).isNotNull());
            } catch (PenstockException e) {
                assertThat(e.code()).as("seed %d, round %d", seed, round).isEqualTo("tunnel.message");
            }
        }
    }

    private static byte[] mutated(byte[] body, Random random) {
        byte[] mutated = Arrays.copyOf(body, random.nextInt(8) == 0 ? random.nextInt(body.length + 9) : body.length);
        for (int i = random.nextInt(4); i >= 0 && mutated.length > 0; i--) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        }
        return mutated;
    }
}
