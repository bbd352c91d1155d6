package io.penstock.tunnel.wire.api;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One message of every type, beside the very text it is sent as. */
final class Samples {
    static final String NONCE = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    private Samples() {
    }

    static Octets counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return Octets.of(bytes);
    }

    static Octets all(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return Octets.of(bytes);
    }

    static Map<Message, String> golden() {
        Map<Message, String> golden = new LinkedHashMap<>();
        golden.put(new Message.Hello(1, 1, PeerKind.AGENT, "lab", "00ff", 1, 4, "penstock 0.1.0", List.of("drain", "resume"),
                counting(32)), "{'type':'hello','versions':[1,1],'kind':'agent','id':'lab','instance':'00ff','connection':1,"
                + "'connections':4,'software':'penstock 0.1.0','features':['drain','resume'],'nonce':'" + NONCE + "'}");
        golden.put(new Message.Challenge(1, "gate", List.of(), counting(32)),
                "{'type':'challenge','version':1,'gateway':'gate','features':[],'nonce':'" + NONCE + "'}");
        golden.put(new Message.Proof("0123456789abcdef", all(64, 0)),
                "{'type':'proof','key':'0123456789abcdef','signature':'" + "A".repeat(86) + "'}");
        golden.put(new Message.Accepted("lab", 5000, 512, Optional.empty()),
                "{'type':'accepted','name':'lab','heartbeatMs':5000,'maxStreams':512}");
        golden.put(new Message.Accepted("lab", 5000, 512, Optional.of(new ResumeToken(all(16, 0), counting(32)))),
                "{'type':'accepted','name':'lab','heartbeatMs':5000,'maxStreams':512,'resumeToken':{'session':'"
                + "A".repeat(22) + "','secret':'" + NONCE + "'}}");
        golden.put(new Message.Refused(RefusalCode.DUPLICATE, "another one is here", 60_000),
                "{'type':'refused','code':'DUPLICATE','message':'another one is here','retryAfterMs':60000}");
        golden.put(new Message.Resume(all(16, 0), 1L << 40, counting(32)), "{'type':'resume','session':'" + "A".repeat(22)
                + "','received':1099511627776,'mac':'" + NONCE + "'}");
        golden.put(new Message.Resumed(7, counting(32)), "{'type':'resumed','received':7,'mac':'" + NONCE + "'}");
        streams(golden);
        return golden;
    }

    private static void streams(Map<Message, String> golden) {
        golden.put(new Message.Test(9, "reporting"), "{'type':'test','re':9,'target':'reporting'}");
        golden.put(new Message.TestResult(9, OpenCode.OK, 3, "fine"),
                "{'type':'testResult','re':9,'code':'OK','ms':3,'message':'fine'}");
        golden.put(new Message.Drain("an update", 60_000, Optional.of("b.example:8443")),
                "{'type':'drain','reason':'an update','deadlineMs':60000,'to':'b.example:8443'}");
        golden.put(new Message.Targets(List.of(new TargetHealth("db", TargetHealth.State.UNREACHABLE, OpenCode.DNS, 4, "ü"))),
                "{'type':'targets','targets':[{'name':'db','state':'unreachable','code':'DNS','ms':4,'message':'ü'}]}");
        golden.put(new Message.Leaving(), "{'type':'leaving'}");
        golden.put(new Message.Connect("db:5432", Optional.of("ann"), Optional.of("lab")),
                "{'type':'connect','target':'db:5432','from':'ann','agent':'lab'}");
        golden.put(new Message.Connect("db:5432", Optional.empty(), Optional.empty()),
                "{'type':'connect','target':'db:5432'}");
        golden.put(new Message.Connected(12, "10.0.0.5:5432"), "{'type':'connected','ms':12,'address':'10.0.0.5:5432'}");
        golden.put(new Message.Failed(OpenCode.REFUSED, "nobody listens", 2),
                "{'type':'failed','code':'REFUSED','message':'nobody listens','ms':2}");
    }
}
