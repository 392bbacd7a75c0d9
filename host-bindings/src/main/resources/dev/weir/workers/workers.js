// Messages to a worker go through its implicit port.
steps.Worker = {
    __proto__: null,
    postMessage(peer, state, message, options) {
        steps.MessagePort.postMessage(peer.outsidePort(), undefined, message, options);
    },
};
