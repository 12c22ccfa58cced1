/*
 * Characters that China, Taiwan and Japan write differently and that mean the same: each of the first line
 * is read as the one at its place in the second.
 */

const written =
  '乾偽傑傳傷児兒內円凍剝創劃単單嚢図圓圖圧塊壊壓壞壯変婦嬰尋屬帶幣幹張強後復徴徵悪惡應懸拡掻損擴暈曬栄條様樣機櫻氣淺減溝溫' +
  '溼滯滲漸潛潰澤澱濟熱燒燙營爛爾牀狀環異瘍瘡癢癤癬癰発發皰皶盤瞼禿積窩節粘約紅紋純細組結統絲經綜維網線緣縮繊織繭纏纖羣脈脣' +
  '脫脹腫腳膚膿萊葉著蕁藍藥蘚蝕蝨蟲蠅裏複觸記變貝貨質贅蹠軟転轉進遊過達遜遠遺鈣銀銳錢間関關陰雞離靜須頑頭顔類風養體髪髮鬱魚' +
  '鮑鮮鱗麥黃黒點黴齇龍龜';
const read =
  '干伪杰传伤儿儿内圆冻剥创划单单囊图圆图压块坏压坏壮变妇婴寻属带币干张强后复征征恶恶应悬扩搔损扩晕晒荣条样样机樱气浅减沟温' +
  '湿滞渗渐潜溃泽淀济热烧烫营烂尔床状环异疡疮痒疖癣痈发发疱渣盘睑秃积窝节黏约红纹纯细组结统丝经综维网线缘缩纤织茧缠纤群脉唇' +
  '脱胀肿脚肤脓莱叶着荨蓝药藓蚀虱虫蝇里复触记变贝货质赘跖软转转进游过达逊远遗钙银锐钱间关关阴鸡离静须顽头颜类风养体发发郁鱼' +
  '鲍鲜鳞麦黄黑点霉渣龙龟';

/** The common form of a Han character that has several. */
export const hanVariants: ReadonlyMap<string, string> = new Map(
  Array.from(written, (character, at) => [character, read.charAt(at)]),
);
