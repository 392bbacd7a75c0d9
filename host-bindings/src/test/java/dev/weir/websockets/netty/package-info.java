/**
 * Tests of the transport: wire tests over an embedded channel, and tests over real sockets.
 *
 * <p>What goes wrong on a network, and the test that shows what becomes of it. Every one ends in one last event for the
 * listener; sockets, timers and buffers are counted by {@link dev.weir.websockets.netty.Realm}, {@code Wire} and {@link
 * dev.weir.websockets.netty.NoLeaks}. Tests of the runtime, where scripts hear of it, are in {@code dev.weir.runtime}.
 *
 * <table>
 * <caption>Faults and their tests</caption>
 * <tr><th>fault</th><th>test</th></tr>
 * <tr><td colspan=2><b>Reaching a server</b></td></tr>
 * <tr><td>nothing listens</td><td>{@code ReachingTest.nothingListening}</td></tr>
 * <tr><td>no answer to TCP: the queue of connections is full</td>
 *     <td>{@code ReachingTest.anAddressThatDoesNotAnswerEndsInTheConnectTimeout}</td></tr>
 * <tr><td>no such name</td><td>{@code ReachingTest.anUnknownHost, theSystemsResolverKnowsThatInvalidDoesNotExist}</td></tr>
 * <tr><td>a lookup that takes too long, breaks, or leads out of bounds</td><td>{@code
 *     LimitsTest.aLookupThatTakesTooLongFailsTheConnection}, {@code
 *     ReachingTest.aResolverThatBreaksIsReportedAndEndsTheConnection, theRulesDecideOnTheAddressReallyDialled}</td></tr>
 * <tr><td>one address of several fails, or is silent</td><td>{@code ReachingTest.whenOneAddressFailsTheNextIsTried,
 *     whenOneAddressDoesNotAnswerTheNextIsTried}</td></tr>
 * <tr><td>any stage stalls</td><td>{@code ReachingTest.theHandshakeTimeoutCoversEveryStage}</td></tr>
 * <tr><td>a proxy that is not there, refuses (407, 502), says too much or nonsense, ends, stalls</td><td>{@code
 *     ProxyTest.aProxyThatIsNotThere, anHttpProxyThatDoesNotOpenTheWay, aSocksProxyThatDoesNotOpenTheWay,
 *     aProxyThatSaysNothingEndsInTheHandshakeTimeout}</td></tr>
 * <tr><td>a proxy that opens the way and then stalls, ends or resets</td><td>{@code
 *     ProxyTest.aWayThatIsOpenAndLeadsNowhere, aResetAmidTheTunnelIsALossLikeAnyOther}</td></tr>
 * <tr><td colspan=2><b>TLS, each with the JDK's and with OpenSSL</b></td></tr>
 * <tr><td>certificates: expired, not yet valid, of an unknown authority; self-signed; of another host</td><td>{@code
 *     TlsFaultTest.aCertificateThatDoesNotHold}, {@code TlsSocketTest.aSelfSignedCertificateIsNotTrustedByDefault,
 *     aTrustedCertificateOfAnotherHostIsRefused}. Revocation is not asked for, as the JDK's default has it.</td></tr>
 * <tr><td>nothing newer than TLS 1.0</td><td>{@code TlsFaultTest.aServerThatKnowsNothingNewerThanTls10}</td></tr>
 * <tr><td>plain text from the start, or after the hello</td><td>{@code TlsFaultTest.aServerThatSpeaksPlainText,
 *     aServerThatGoesOnInPlainTextAfterItsHello}, {@code TlsSocketTest.aServerThatDoesNotSpeakTlsIsToldSo}</td></tr>
 * <tr><td>an alert amid the handshake</td><td>{@code TlsFaultTest.anAlertAmidTheHandshake}</td></tr>
 * <tr><td>an end or a reset at three places of the handshake</td><td>{@code TlsFaultTest.anEndAmidTheHandshake}</td></tr>
 * <tr><td>bytes that trickle</td><td>{@code
 *     TlsFaultTest.theTimeForTheHandshakeIsForAllOfItHoweverSlowlyBytesCome}</td></tr>
 * <tr><td>no close_notify</td><td>{@code TlsFaultTest.anEndWithoutCloseNotifyIs1006}</td></tr>
 * <tr><td>no reading</td><td>{@code TlsSocketTest.failDoesNotWaitForAServerThatDoesNotRead}</td></tr>
 * <tr><td colspan=2><b>The opening handshake</b></td></tr>
 * <tr><td>another status, protocol, key, subprotocol, extension; headers missing, doubled, malformed</td><td>{@code
 *     OpeningTest.aBrokenAnswerFailsTheConnection} and those beside it, {@code CompressionTest.badAnswersFailTheConnection}</td></tr>
 * <tr><td>an endless head, or interim answers; one that trickles</td><td>{@code OpeningTest.anEndlessHeadIsCutOff,
 *     interimAnswersWithoutEndAreCutOff,
 *     theTimeIsForTheWholeHandshakeHoweverBusyTheServer}</td></tr>
 * <tr><td>an end or a reset before the answer, or in it</td><td>{@code FaultSocketTest.anEndBeforeTheAnswer,
 *     aResetBeforeTheAnswer}, {@code OpeningTest.aServerThatEndsTcpWithoutAnAnswerIsToldSo}</td></tr>
 * <tr><td>an embedder's cookie handler that fails</td><td>{@code CookieHandshakeTest.aHandlerThatFailsFailsTheConnection,
 *     aHandlerThatBreaksIsReportedAndFailsTheConnection}</td></tr>
 * <tr><td>HTTP/2: no extended CONNECT, another status, data before the answer</td><td>{@code
 *     Http2SocketTest.aServerWithoutExtendedConnectGetsHttp1OnAConnectionOfItsOwn, anotherStatusThan200Fails,
 *     dataBeforeTheAnswerFails}</td></tr>
 * <tr><td>HTTP/2: RST_STREAM before and after the answer; refused streams</td><td>{@code
 *     Http2SocketTest.aResetBeforeTheAnswerFails, aResetOfAnOpenStreamIsUncleanAfterWhatCameBefore,
 *     aRefusedStreamIsTriedAgainOnce}</td></tr>
 * <tr><td>HTTP/2: GOAWAY that keeps or disowns streams; a lost connection</td><td>{@code
 *     Http2SocketTest.whoIsGoingAwayKeepsItsStreamsAndGetsNoMore, streamsThatTheServerDisownsEndUncleanly,
 *     aRequestThatTheServerDisownsGoesToAnotherConnection, aLostConnectionEndsAllItsStreams}</td></tr>
 * <tr><td>HTTP/2: no window</td><td>{@code Http2SocketTest.aServerThatGivesNoWindowStallsTheWriterUntilItDoes,
 *     aCloseFrameThatCannotLeaveTimesOut}</td></tr>
 * <tr><td colspan=2><b>An open connection</b></td></tr>
 * <tr><td>malformed frames, text that is none</td><td>{@code ReceivingTest.brokenRulesFailTheConnectionWith1002,
 *     invalidTextFailsTheConnectionWith1007AsSoonAsItIsSeen}, {@code
 *     FaultSocketTest.aMalformedFrameEndsTheConnectionAndTheServerLearnsWhy}, {@code FuzzTest}</td></tr>
 * <tr><td>compression that breaks its rules; bombs</td><td>{@code CompressionTest.whatBreaksTheRulesFailsTheConnection,
 *     aBombEndsAtTheLimitOfMessages}</td></tr>
 * <tr><td>messages too long, announced or sent; floods of pings, fragments, empty frames</td><td>{@code
 *     ReceivingTest.aMessageOverTheLimitIsRefusedByItsHeader, memoryIsReservedForBytesThatCameNotForBytesAnnounced,
 *     manyFragmentsMakeOneMessage}, {@code FaultSocketTest.aFloodOfPingsToAServerThatDoesNotReadIsBounded}, {@code
 *     Http2SocketTest.emptyFramesCostNothing}</td></tr>
 * <tr><td>segments of one byte</td><td>{@code FaultSocketTest.segmentsOfOneByteMakeTheSameMessages}</td></tr>
 * <tr><td>an end or a reset without a close frame, amid a message, while paused</td><td>{@code
 *     ClosingTest.theEndOfTcpWithoutACloseFrameIs1006, aHalfMessageAtTheEndIsNotDelivered}, {@code
 *     FaultSocketTest.aResetIsToldAfterTheMessagesBeforeIt, aPausedReaderCostsNoTimeWhenTheServerEndsOrResets,
 *     aWriterHearsOfTheEndThoughNothingIsRead}, {@code PausingTest.aCloseFrameBehindHeldMessagesIsFoundWhenTcpEnds}</td></tr>
 * <tr><td>a server that hangs, for seconds or an hour</td><td>{@code
 *     LimitsTest.aSilentServerIsPingedAndLeftWhenItDoesNotAnswer, aServerThatIsHeardOfIsNotPinged,
 *     aServerThatIsSlowToTakeAMessageIsNotSilent}, {@code
 *     ClosingTest.aServerThatTakesItsTimeForWhatWasSentBeforeIsNotGivenUp}</td></tr>
 * <tr><td>a server that does not read</td><td>{@code SendingTest.aServerThatDoesNotReadFillsTheQueueAndStallsTheWriter},
 *     {@code LimitsTest.moreQueuedBytesThanAllowedDropTheConnection}</td></tr>
 * <tr><td>a listener that throws</td><td>{@code ReceivingTest.aListenerThatThrowsEndsTheConnectionAndIsReported}</td></tr>
 * <tr><td colspan=2><b>Ends</b></td></tr>
 * <tr><td>every code and reason of a close frame</td><td>{@code ClosingTest.codesThatMayBeSentAreEchoed},
 *     {@code ReceivingTest.brokenRulesFailTheConnectionWith1002}</td></tr>
 * <tr><td>the close frame ignored; TCP kept open after it</td><td>{@code
 *     FaultSocketTest.aServerThatIgnoresTheCloseFrameIsLeftAfterTheCloseTimeout,
 *     aServerThatKeepsTcpOpenAfterTheClosingHandshakeIsLeftCleanly}</td></tr>
 * <tr><td>given up at each stage, by the program or by a script</td><td>{@code
 *     ReachingTest.failEndsEveryStageBeforeTheConnectionIsOpen}, {@code
 *     ConnectionStagesTest.anAbortEndsAnOpeningAndNothingLater} of the runtime</td></tr>
 * <tr><td>the loop or the runtime closed at each stage, by a script too</td><td>{@code
 *     ReachingTest.closingTheLoopEndsConnectionsInEveryStage,
 *     closingTheLoopAmidAnyStepOfConnectingEndsEveryConnection}; of the runtime {@code
 *     ConnectionStagesTest.closingTheRuntimeEndsEverythingWithoutAWordToTheScript, endingTheLoopBelowEndsConnectionsToo,
 *     aScriptMayCloseItsRuntimeWhileAMessageIsDelivered}</td></tr>
 * <tr><td>an interrupt of the embedder's thread</td><td>{@code ConnectionStagesTest.anInterruptEndsTheWaitAndNothingElse}
 *     of the runtime</td></tr>
 * <tr><td>a thousand connections; a thousand races of opening and abort</td><td>{@code
 *     FaultSocketTest.aThousandConnectionsLeaveNothingBehind}, {@code
 *     ConnectionStagesTest.aThousandRacesOfOpeningAndAbortLeaveNothingBehind} of the runtime</td></tr>
 * <tr><td colspan=2><b>HTTP</b>; what leads to the server is shared with WebSockets</td></tr>
 * <tr><td>no server, no name, no leave, no trust, no proxy, no time</td><td>{@code HttpReachingTest}</td></tr>
 * <tr><td>heads that are malformed, endless, of other protocols; interim ones without end</td><td>{@code
 *     HttpResponseTest.headsThatDoNotHold, anEndlessHeadIsCutOff, interimResponsesWithoutEndAreCutOff}, {@code HttpFuzzTest}</td></tr>
 * <tr><td>bodies that end early or by a reset, or whose chunks are none</td><td>{@code HttpResponseTest.bodiesThatDoNotHold,
 *     aResetIsALoss}</td></tr>
 * <tr><td>a server that floods a listener that has paused, or leaves it</td><td>{@code
 *     HttpResponseTest.aPauseStallsAServerThatFloods, aPausedReaderHoldsOneReadThoughTheServerHasSentAllAndGone}</td></tr>
 * <tr><td>a server that does not read, or answers before it has read all</td><td>{@code
 *     HttpRequestBodyTest.aServerThatDoesNotReadFillsTheQueueAndStallsTheWriter, aResponseMayComeBeforeTheBodyIsSent}</td></tr>
 * <tr><td>an idle connection that is closed, or on which something comes</td><td>{@code
 *     HttpPoolTest.anIdleConnectionThatTurnsOutClosedCostsNothing, aServerThatSaysSomethingUnaskedIsLeft}</td></tr>
 * <tr><td>a listener that throws</td><td>{@code
 *     HttpResponseTest.aListenerThatThrowsEndsTheExchangeAndIsReported}</td></tr>
 * <tr><td>given up, or the loop closed, at each stage; a thousand races</td><td>{@code
 *     HttpReachingTest.anExchangeMayEndAtEachStage}, {@code HttpPoolTest.aThousandRacesOfStartAndCancelLeaveNothing}</td></tr>
 * <tr><td colspan=2><b>The process and its system</b></td></tr>
 * <tr><td>no file descriptor left</td><td>{@code
 *     ScarceResourcesTest.aProcessWithoutFileDescriptorsLeftOpensNoMoreConnectionsUntilItHasSome} of the runtime</td></tr>
 * <tr><td>no direct memory, no heap left</td><td>{@code
 *     ScarceResourcesTest.aMessageThatFindsNoDirectMemoryEndsItsConnectionOnly,
 *     aMessageThatFindsNoHeapEndsItsConnectionOnly} of the runtime</td></tr>
 * <tr><td>a collector that works all the time</td><td>{@code
 *     CollectedSocketsTest.noSocketThatMayStillTellSomethingIsCollected} of the runtime</td></tr>
 * <tr><td>a system clock that jumps</td><td>{@code
 *     PackageDirectionTest.nobodyAsksForTheTimeOfDayButWhatTellsDates}: timers and timeouts cannot see it; {@code
 *     CookieJarTest.aClockThatJumpsBackKeepsCookiesAndOneThatJumpsAheadEndsThem}: cookies do</td></tr>
 * </table>
 */
@NullMarked
package dev.weir.websockets.netty;

import org.jspecify.annotations.NullMarked;
