// META: title=passes
// META: variant=
// META: variant=?other
test(() => assert_equals(document_title(), location.search === '?other' ? 'passes?other' : 'passes'), 'the title and the query are there');

function document_title() {
  return (self.GLOBAL.isWindow() ? document.title : 'passes') + location.search;
}
