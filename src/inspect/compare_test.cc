#include "inspect/compare.h"

#include <gmock/gmock.h>

#include "inspect/test_world.h"

namespace lycosa::inline inspect {
namespace {

std::vector<std::string> fields(const Report& live, const Report& stored) {
  std::vector<std::string> names;
  for (const Difference& difference : differences(live, stored)) names.push_back(difference.field);
  return names;
}

TEST(Differences, AreWhatAPersonWouldCallDifferent) {
  World stored, live;
  PageInfoRow row = stored.good_page();
  stored.put(row);
  EXPECT_THAT(fields(stored.inspect(), stored.inspect()), testing::IsEmpty());
  row.meta_title = "Another title";
  live.put(row);
  EXPECT_THAT(fields(live.inspect(), stored.inspect()), testing::ElementsAre("page.meta_title"));
}

TEST(Differences, AreNotMadeOfATextThatIsEmpty) {
  World stored, live;
  stored.put(stored.good_page());
  live.put(live.good_page());
  PageTextRow text;
  live.put(text);
  EXPECT_THAT(fields(live.inspect(), stored.inspect()), testing::IsEmpty());
  text.markdown = "some";
  live.put(text);
  EXPECT_THAT(fields(live.inspect(), stored.inspect()), testing::ElementsAre("page.markdown"));
}

// A live test that was refused says nothing of the page.
TEST(Differences, AreOneWhereThereIsNoPage) {
  World stored, live;
  stored.put(stored.good_page());
  EXPECT_THAT(fields(live.inspect(), stored.inspect()),
              testing::AllOf(testing::Contains("page"), testing::Not(testing::Contains("page.meta_title"))));
}

}  // namespace
}  // namespace lycosa::inline inspect
