// Posting a message: it is serialized here, and Java hands it on.
steps.MessagePort = {
    __proto__: null,
    postMessage(peer, state, message, options) {
        const transfer = cloning.isArray(options) ? options : options.transfer;
        let doomed = false;
        for (let i = 0; i < transfer.length; i++) {
            if (PlatformObject.is(transfer[i])) {
                doomed = peer.isDoomedBy(PlatformObject.peer(transfer[i])) || doomed;
            }
        }
        const tape = cloning.serializeWithTransfer(message, transfer);
        if (!doomed) {
            peer.post(tape);
        }
    },
};

kernel.serializeMessage = (message) => cloning.serializeWithTransfer(message, noNames);

steps.BroadcastChannel = {
    __proto__: null,
    constructor(peer, state, wrapper, name) {
        peer.open(name, PlatformObject.is(globalObject) ? PlatformObject.peer(globalObject).origin() : 'null');
    },
};

let windowMessages;
globalSteps.postMessage = (window, state, message, target, transfer) => {
    windowMessages ??= host.statics('WindowMessages');
    const isOrigin = typeof target === 'string';
    const isForThis = windowMessages.isFor(isOrigin ? target : target.targetOrigin, window.origin());
    const tape = cloning.serializeWithTransfer(message, isOrigin ? transfer : target.transfer);
    if (isForThis) {
        const source = windowMessages.source(window);
        windowMessages.post(window, source, source.origin(), tape);
    }
};
