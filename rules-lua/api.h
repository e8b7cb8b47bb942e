// What a script may call. Each function puts its library's table into the globals of a state.
#pragma once

struct lua_State;

namespace assay::lua {

void open_string(lua_State* lua);  // replaces `string`
void open_parse(lua_State* lua);   // `parse`: text in, tables out

}  // namespace assay::lua
