ReadableStreamDefaultController.prototype.enqueue = function () {};
