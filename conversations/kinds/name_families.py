"""Family names that come first, and how many characters of an unspaced name they take."""

from __future__ import annotations

from typing import Final

from conversations.kinds.words import words

# The most frequent, in both forms of the characters; after the census of China.
HAN: Final = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓"
    "唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜"
    "戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬"
    "段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔习習莫严嚴柳穆尤施游牛温文纪紀舒倪葛齐齊辛翁耿焦柴欧歐阮苗詹"
    "鲍鮑涂岳盛左关關华華"
)
HAN_COMPOUND: Final = words(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 皇甫 尉迟 尉遲 公孙 公孫 慕容"
    " 令狐 东方 東方 夏侯 端木 南宫 南宮 长孙 長孫 宇文 轩辕 軒轅"
)
HANGUL_COMPOUND: Final = words("남궁 황보 제갈 사공 선우 서문 독고 동방 망절")

# Written in Latin letters, folded; also those that are given names elsewhere (Kim, Lee), since a
# doubt here only asks.
LATIN: Final = words(
    # Vietnam
    "nguyen tran pham huynh hoang phan vu vo dang đang bui đo ho ngo duong ly le"
    # China
    " wang li zhang liu chen yang zhao huang zhou wu xu sun zhu gao lin guo ma luo liang song"
    " zheng xie han tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai"
    " jia ding wei xue ye pan du dai xia zhong tian ren fan fang shi yao tan liao zou xiong jin"
    " hao bai cui qiu qin gu hou shao meng long wan duan lei qian yin chang qiao lai wong chan"
    " mao xi zhai zhuang qi geng kong ouyang situ sima sheng"
    " cheung leung lau ng kwok tsai hsu hsieh chou chiang"
    # Korea
    " kim park pak choi jung jeong kang cho yoon yun jang lim shin seo kwon hwang ahn hong yoo"
    " jeon moon bae baek heo noh ryu lee"
)
# Family names that no other people bears as a given name: one of them in front is in its place.
VIETNAMESE: Final = words(
    "nguyen tran pham huynh hoang phan vu vo dang bui do ho ngo duong ly le đang đo"
)
# The most frequent given names of Hungary.
HUNGARIAN_GIVEN: Final = words(
    "laszlo istvan jozsef janos zoltan sandor gabor ferenc attila peter tamas zsolt tibor andras"
    " csaba imre lajos gyorgy balazs gyula mihaly karoly robert bela bence daniel adam mate david"
    " levente dominik milan marton miklos pal vilmos kalman erno aron akos gergo gergely"
    " maria erzsebet katalin ilona eva anna zsuzsanna margit judit agnes julianna andrea ildiko"
    " erika krisztina iren eszter magdolna monika edit gabriella szilvia anita aniko viktoria"
    " zsofia marta reka dora fanni boglarka hanna lilla luca emma noemi timea piroska rozsa klara"
    " ada tunde beata bernadett orsolya nora kinga"
)
