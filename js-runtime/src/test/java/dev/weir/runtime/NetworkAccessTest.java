package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.host.NotPermittedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAccessTest {
    private static boolean allows(NetworkAccess access, String scheme, String host, int port) {
        try {
            access.checkConnect(scheme, host, port);
            return true;
        } catch (NotPermittedException e) {
            return false;
        }
    }

    @Test
    void nothingIsAllowedUnlessSaid() {
        NotPermittedException refusal = assertThrows(
                NotPermittedException.class, () -> NetworkAccess.denyAll().checkConnect("ws", "example.com", 80));
        assertEquals("connections to ws://example.com:80 are not allowed by the network rules", refusal.getMessage());
        assertEquals(true, allows(NetworkAccess.allowAll(), "wss", "anything", 1));
    }

    @Test
    void rulesNameSchemeHostAndPort() {
        NetworkAccess access = NetworkAccess.builder()
                .allow("wss://Example.com:443")
                .allow("*.weir.dev")
                .allow("[::1]:9001")
                .build();
        assertEquals(true, allows(access, "wss", "example.com", 443));
        assertEquals(false, allows(access, "ws", "example.com", 443));
        assertEquals(false, allows(access, "wss", "example.com", 444));
        assertEquals(false, allows(access, "wss", "notexample.com", 443));
        assertEquals(true, allows(access, "ws", "a.weir.dev", 1));
        assertEquals(false, allows(access, "ws", "weir.dev", 1));
        assertEquals(false, allows(access, "ws", "evilweir.dev", 1));
        assertEquals(true, allows(access, "ws", "::1", 9001));
    }

    @Test
    void hostRulesChangeWhereToDialAndNothingElse() {
        NetworkAccess access = NetworkAccess.builder()
                .hostRules("127.0.0.1:80=127.0.0.1:9001, example.com=localhost,*:81=[::1]:8")
                .build();
        assertEquals(
                "127.0.0.1/<unresolved>:9001", access.route("127.0.0.1", 80).toString());
        assertEquals(
                "localhost/<unresolved>:443", access.route("example.com", 443).toString());
        assertEquals(8, access.route("other", 81).getPort());
        assertEquals("other/<unresolved>:82", access.route("other", 82).toString());
        assertEquals(false, allows(access, "ws", "127.0.0.1", 80));
    }

    @Test
    void hostsInRulesAreReadAsThoseOfUrlsAre() throws Exception {
        NetworkAccess access = NetworkAccess.builder()
                .allow("b\u00fccher.example")
                .allow("*.B\u00dcCHER.test")
                .allow("[0:0:0:0:0:0:0:1]:80")
                .allow("0x7f.1")
                .hostRules("b\u00fccher.example:80=127.0.0.1:9473,[0:0::2]=stra\u00dfe.example,a.b=[fe80::0:1%eth0]:1")
                .build();
        assertEquals(true, allows(access, "ws", "xn--bcher-kva.example", 80));
        assertEquals(true, allows(access, "ws", "a.xn--bcher-kva.test", 80));
        assertEquals(true, allows(access, "ws", "::1", 80));
        assertEquals(true, allows(access, "ws", "127.0.0.1", 80));
        assertEquals(9473, access.route("xn--bcher-kva.example", 80).getPort());
        assertEquals("xn--strae-oqa.example", access.route("::2", 80).getHostString());
        assertEquals("fe80::1%eth0", access.route("a.b", 80).getHostString());
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getByName("::1"), 80);
        assertDoesNotThrow(() -> access.checkAddress("ws", "::1", 80, loopback));
    }

    @Test
    void theMostSpecificHostRuleApplies() {
        NetworkAccess access = NetworkAccess.builder()
                .hostRules(
                        "*=h:1,*:80=h:2,*.example=h:3,*.example:80=h:4,*.a.example=h:5,b.example=h:6,b.example:80=h:7")
                .build();
        assertEquals(1, access.route("other", 81).getPort());
        assertEquals(2, access.route("other", 80).getPort());
        assertEquals(1, access.route("example", 81).getPort());
        assertEquals(3, access.route("x.example", 81).getPort());
        assertEquals(4, access.route("x.example", 80).getPort());
        assertEquals(5, access.route("x.a.example", 80).getPort());
        assertEquals(6, access.route("b.example", 81).getPort());
        assertEquals(7, access.route("b.example", 80).getPort());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.8.8.8", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0",
                        "100.64.0.1",
                "::1", "::", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::a00:1", "224.0.0.1",
                "255.255.255.255", "198.18.0.1"
            })
    void aNameThatIsAllowedDoesNotLeadIntoAPrivateNetwork(String address) throws Exception {
        InetSocketAddress resolved = new InetSocketAddress(InetAddress.getByName(address), 80);
        NetworkAccess access =
                NetworkAccess.builder().allow("*").allow("evil.example").build();
        assertThrows(NotPermittedException.class, () -> access.checkAddress("ws", "evil.example", 80, resolved));
        assertDoesNotThrow(() -> NetworkAccess.builder()
                .allow("evil.example")
                .allowPrivateAddresses()
                .build()
                .checkAddress("ws", "evil.example", 80, resolved));
    }

    @Test
    void anAddressThatARuleNamesOrLeadsToMayBePrivate() throws Exception {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 80);
        assertDoesNotThrow(() ->
                NetworkAccess.builder().allow("127.0.0.1:80").build().checkAddress("ws", "127.0.0.1", 80, loopback));
        assertDoesNotThrow(
                () -> NetworkAccess.builder().allow("localhost").build().checkAddress("ws", "localhost", 80, loopback));
        assertDoesNotThrow(() ->
                NetworkAccess.builder().hostRules("a.b=127.0.0.1").build().checkAddress("ws", "a.b", 80, loopback));
        assertDoesNotThrow(() -> NetworkAccess.builder()
                .allow("*")
                .build()
                .checkAddress("ws", "a.b", 80, new InetSocketAddress(InetAddress.getByName("93.184.216.34"), 80)));
    }

    @Test
    void aRuleForOnePortOpensNoOtherOneToAPrivateAddress() throws Exception {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 9002);
        NetworkAccess access = NetworkAccess.builder()
                .allow("*")
                .allow("127.0.0.1:9001")
                .allow("wss://127.0.0.1:9002")
                .hostRules("a.b:80=127.0.0.1:9001,*:81=127.0.0.1:9001")
                .build();
        assertThrows(NotPermittedException.class, () -> access.checkAddress("ws", "127.0.0.1", 9002, loopback));
        assertDoesNotThrow(() -> access.checkAddress("wss", "127.0.0.1", 9002, loopback));
        assertThrows(NotPermittedException.class, () -> access.checkAddress("ws", "a.b", 9002, loopback));
        assertDoesNotThrow(() -> access.checkAddress("ws", "a.b", 80, loopback));
        assertDoesNotThrow(() -> access.checkAddress("ws", "x.y", 81, loopback));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":80", "a:", "a:0", "a:65536", "a:b", "a b", "ftp://a", "a/b", "u@a", "[::1", "[::1]80"})
    void aRuleThatIsNoneIsRefused(String rule) {
        assertThrows(
                IllegalArgumentException.class, () -> NetworkAccess.builder().allow(rule));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*example",
                "a.*.example",
                "*.*.example",
                "%2A",
                "\uff0a",
                "*.1",
                "*.[::1]",
                "*.",
                "*.::1",
                "[a]",
                "[1::2::3]",
                "1.2.3.256",
                "a#b",
                "a?b",
                "a\\b",
                "a<b",
                "xn--a",
                "1:2:3",
                "[fe80::1%eth0]"
            })
    void aHostThatNoUrlCanHaveIsRefused(String host) {
        assertThrows(
                IllegalArgumentException.class, () -> NetworkAccess.builder().allow(host));
        assertThrows(
                IllegalArgumentException.class, () -> NetworkAccess.builder().hostRules(host + "=127.0.0.1:80"));
    }

    @Test
    void theRefusalOfAHostNamesIt() {
        assertEquals(
                "not a host that a URL can have: 'a<b' in 'a<b:80'",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> NetworkAccess.builder().allow("ws://a<b:80"))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:1=", "=b", "a=*", "a=*.b", "a:1=b:1,"})
    void aHostRuleThatIsNoneIsRefused(String rule) {
        assertThrows(
                IllegalArgumentException.class, () -> NetworkAccess.builder().hostRules(rule));
    }
}
